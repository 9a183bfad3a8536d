"""What a page says about its story: title, authors, date, lead picture."""
