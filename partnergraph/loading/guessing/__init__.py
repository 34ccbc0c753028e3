"""What the columns of an unfamiliar table may mean, with how sure and why."""
