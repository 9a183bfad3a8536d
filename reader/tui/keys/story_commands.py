"""The commands of the story screen: the second half of the one table in :mod:`reader.tui.keys.commands`."""

from __future__ import annotations

from typing import Final

from reader.tui.keys import Command

STORY: Final[tuple[Command, ...]] = (
    # story
    Command("pane.body", "story", ("1",), "Body", "Go to the body"),
    Command("pane.quotes", "story", ("2",), "Quotes", "Go to the quotes"),
    Command("pane.more", "story", ("3",), "Read more", "Go to read more"),
    Command(
        "read.page", "story", ("space",), "Page down", "A page down, then the next unread story"
    ),
    Command(
        "quote.next",
        "story",
        ("n",),
        "Next quote",
        "To the next quote; after a search to the next hit",
    ),
    Command(
        "quote.previous",
        "story",
        ("N",),
        "Previous quote",
        "To the quote before; after a search to the hit before",
    ),
    Command("story.next", "story", ("J",), "Next story", "To the next story of the list"),
    Command(
        "story.next_unread",
        "story",
        (".",),
        "Next unread story",
        "To the next story of the list that is not read",
        short="next unread",
    ),
    Command("story.previous", "story", ("K",), "Previous story", "To the story before in the list"),
    Command(
        "story.back",
        "story",
        ("backspace",),
        "Back along links",
        "Back to where the link was followed",
    ),
    Command(
        "story.find",
        "story",
        ("ctrl+f",),
        "Find in the story",
        "Mark words in this story and go to the next; then n and N, as after a search",
        short="find",
    ),
    Command(
        "story.source",
        "story",
        ("S",),
        "Source",
        "What the story was read from, as feed or page sent it; again: back",
        short="source",
    ),
    Command("heading.next", "story", ("]",), "Next heading", "To the next heading"),
    Command("heading.previous", "story", ("[",), "Previous heading", "To the heading before"),
    Command(
        "story.refresh", "story", ("r",), "Fetch again", "Fetch this story's feed or page again"
    ),
    Command(
        "story.toggle_read", "story", ("m",), "Read or unread", "Mark this story read or unread"
    ),
    Command("story.toggle_star", "story", ("s",), "Star", "Star this story, or take the star away"),
    Command(
        "story.tag", "story", ("t",), "Tags", "Give this story tags, or take them", short="tags"
    ),
    Command(
        "story.mark_seen", "story", ("A",), "Mark all read", "Mark every story of the list read"
    ),
    Command("story.delete", "story", ("D",), "Delete", "Take this story out of the library"),
    Command(
        "story.browse",
        "story",
        ("o",),
        "Open in browser",
        "Open the page, or the chosen link, in the browser",
    ),
    Command(
        "story.browse_read",
        "story",
        ("O",),
        "Open in browser, mark read",
        "Open the page, or the chosen link, in the browser and mark the story read",
        short="browser, read",
    ),
    Command(
        "story.copy_link",
        "story",
        ("y",),
        "Copy link",
        "Copy the address of the story or the chosen link",
    ),
    Command(
        "story.copy_quote",
        "story",
        ("Y",),
        "Copy quote",
        "Copy what is selected, else the current quote with its speaker; with source",
    ),
    Command("story.comments", "story", ("c",), "Comments", "Open the comments in the browser"),
    Command(
        "story.picture", "story", ("i",), "Picture", "Look at the picture the story begins with"
    ),
    Command(
        "story.play", "story", ("e",), "Play", "Play the chosen file of read more, else the first"
    ),
    Command(
        "story.download", "story", ("E",), "Download", "Keep that file in the downloads folder"
    ),
    Command(
        "story.save",
        "story",
        ("W",),
        "Save as a file",
        "Write the story to a Markdown file in the folder for saved stories",
        short="save",
    ),
    Command(
        "story.pipe", "story", ("|",), "Pipe", "Run a program with the story's text as its input"
    ),
    Command(
        "story.hints",
        "story",
        ("f",),
        "Open a link by its letters",
        "Put letters beside the links on the screen, in read more beside its rows; typing them opens the link here",
        short="links",
    ),
    Command(
        "story.hints_browse",
        "story",
        ("B",),
        "Open a link in the browser by its letters",
        "The same letters; typing them opens the link in the browser",
        short="links in browser",
    ),
    Command(
        "story.full_text",
        "story",
        ("F",),
        "Fetch the full text",
        "Fetch the story's page and put its text in the place of the feed's",
        short="full text",
    ),
    Command(
        "highlight.toggle",
        "story",
        ("H",),
        "Highlight",
        "Highlight what is selected, else the quote or sentence at hand; on a highlight: take it away",
        short="highlight",
    ),
    Command(
        "story.zen",
        "story",
        ("z",),
        "Zen mode",
        "The text alone, the paragraph at hand lit; again: back",
        short="zen",
    ),
    Command(
        "story.words",
        "story",
        ("M",),
        "Highlighted words",
        "Show or hide the words that feeds.toml highlights in texts",
        short="highlighted words",
    ),
    Command("measure.wider", "story", ("+", "="), "Wider text", "Make the column of text wider"),
    Command("measure.narrower", "story", ("-",), "Narrower text", "Make the column narrower"),
    # body
    Command(
        "select.start",
        "body",
        ("V",),
        "Select",
        "Select the sentence at hand, again: the next; j and k: a sentence more, less",
        short="select",
    ),
    Command("select.word_on", "body", ("w",), "Select a word more", "While selecting: a word more"),
    Command(
        "select.word_back", "body", ("b",), "Select a word less", "While selecting: a word less"
    ),
    # quotes
    Command(
        "quotes.order",
        "quotes",
        ("v",),
        "By speaker",
        "Quotes in the order of the page, or by speaker",
        short="by speaker",
    ),
)
