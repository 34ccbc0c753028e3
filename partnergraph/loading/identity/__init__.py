"""Who is who: the names that loaders use become ids, by rules that a person can follow; nothing is guessed."""
