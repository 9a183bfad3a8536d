"""Who said it, by the words of the quotation's own sentence, in each language's order."""
