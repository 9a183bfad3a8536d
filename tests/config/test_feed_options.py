"""What may be chosen for one feed's server, and what is refused without being repeated."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.config.read import read_config
from reader.errors import ConfigError

FEED = '[[feed]]\nurl = "https://one.example/feed.xml"\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "feeds.toml"
    path.write_text(text)
    return path


def test_headers_agent_login_and_certificates_are_read(tmp_path: Path) -> None:
    text = (
        f'[defaults]\nuser_agent = "Quay/1"\n{FEED}login_env = "QUAY"\nverify_tls = false\n'
        '[feed.headers]\nX-Key = "abc"\n'
        f'{FEED.replace("one", "two")}user_agent = "Other/2"\nlogin_command = ["pass", "show", "quay"]\n'
        '[network]\nproxy = "http://mara:rope@127.0.0.1:3128"\n'
    )
    config = read_config(written(tmp_path, text))
    one, two = config.subscriptions
    assert (one.user_agent, one.headers, one.login_env) == ("Quay/1", (("X-Key", "abc"),), "QUAY")
    assert (one.verify_tls, two.verify_tls) == (False, True)
    assert (two.user_agent, two.login_command) == ("Other/2", ("pass", "show", "quay"))
    assert config.proxy == "http://mara:rope@127.0.0.1:3128"
    assert config.warnings == ()
    assert "rope" not in repr(config)
    assert "abc" not in repr(config)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('headers = { Host = "rope" }', "Host, which the program sets itself"),
        ('headers = { "X Y" = "rope" }', "names of HTTP headers"),
        ('headers = { X = "rope\\r\\nY: z" }', "one line of plain characters"),
        ("headers = { X = 1 }", "one line of plain characters"),
        ('headers = "X: rope"', "a table such as"),
        ('user_agent = "rope\\n"', ""),
        ('user_agent = "rope\\u001b"', "plain characters"),
        ('login_env = "rope x"', "the name of an environment variable"),
        ("login_command = []", "a program and its arguments"),
        ('verify_tls = "rope"', "true or false"),
    ],
)
def test_what_cannot_be_used_names_its_place_and_no_secret(
    tmp_path: Path, line: str, words: str
) -> None:
    path = written(tmp_path, f"{FEED}{line}\n")
    if not words:
        assert read_config(path).subscriptions[0].user_agent == "rope"
        return
    with pytest.raises(ConfigError) as caught:
        read_config(path)
    assert words in str(caught.value)
    assert caught.value.line == 3
    assert "rope" not in str(caught.value)


@pytest.mark.parametrize("proxy", ['"ftp://rope/"', '"rope"', "1", '"http://a b"'])
def test_a_proxy_that_is_none_is_refused(tmp_path: Path, proxy: str) -> None:
    with pytest.raises(ConfigError, match="the address of a proxy") as caught:
        read_config(written(tmp_path, f"[network]\nproxy = {proxy}\n"))
    assert "rope" not in str(caught.value)


def test_a_password_in_an_address_is_warned_of(tmp_path: Path) -> None:
    text = '[[feed]]\nurl = "https://mara:rope@one.example/"\n'
    (warning,) = read_config(written(tmp_path, text)).warnings
    assert "login_env" in warning
    assert "rope" not in warning
