"""What is quoted: marks, the pairs they make, and what kind of quotation that is."""
