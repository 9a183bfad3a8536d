"""Which stories tell of one event, and which are one story; pure, so that it is tried without a
library.

``gist`` takes from a story what it is compared by, ``counts`` knows how common words are,
``alike`` judges a pair, ``kinds`` knows stories that tell of many events, or of none.
"""
