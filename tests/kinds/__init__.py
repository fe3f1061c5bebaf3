"""What every kind promises, and what each kind means in an officer's words."""
