"""What a shop on several machines is set up with, and the trial of it."""
