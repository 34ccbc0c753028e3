"""What stands between the official driver and the rest: faults, retries, stopping, values, locks."""
