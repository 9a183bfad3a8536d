"""What is let go with age, and what is read anew."""
