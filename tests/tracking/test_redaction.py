"""Secrets, home paths and host names stay out of the record."""

import socket
from pathlib import Path

import pytest

from cardgen.tracking.redaction import (
    is_secret_name,
    mask_command,
    mask_text,
    strip_credentials,
)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--api-key=s3cr3t"],
        ["--api-key", "s3cr3t"],
        ["--api-key", "-s3cr3t"],
        ["-token", "s3cr3t"],
        ["--password", "--S-s3cr3t"],
        ["--password", "--s3cr3t!"],
        ["API_KEY=s3cr3t"],
        ["apiKey=s3cr3t"],
        ["--hfToken=s3cr3t"],
        ["--db.password=s3cr3t"],
        ["+wandb.api_key=s3cr3t, and more s3cr3t"],
        ['--config={"client_secret": "s3cr3t", "lr": 1}'],
        ["https://me:s3cr3t@example.org/x"],
        ["https://example.org/x?access_token=s3cr3t&y=1"],
        ["--header", "Authorization: Bearer s3cr3ts3cr3t"],
        ["--note", "hf_s3cr3ts3cr3t"],
        ["--access-keys=s3cr3t,t"],
        ["--opts", '{"password": "correct s3cr3t battery"}'],
        ["--opts", '{"password": "a;b,s3cr3t}", "lr": 1}'],
        ["--opts", '{"password": "a\\"s3cr3t"}'],
        ["--opts", '"{\\"password\\": \\"a s3cr3t\\"}"'],
        ["--opts", '{"password": ["a", "s3cr3t"]}'],
        ["--opts", '{"tokens": {"a]": "s3cr3t"}}'],
        ["--opts", "{password: correct s3cr3t battery, lr: 1}"],
        ["--opts", "password='a s3cr3t'"],
        ["--opts", "client(password=a,s3cr3t)"],
        ["--set=db.password=s3cr3t"],
        ["--url", "postgres://u:p@s3cr3t@example.org/db"],
        ["--header", "Authorization: Token s3cr3t"],
    ],
)
def test_no_form_of_argument_lets_a_secret_through(arguments: list[str]) -> None:
    assert "s3cr3t" not in " ".join(mask_command(arguments))


def test_other_arguments_stay_as_they_are() -> None:
    arguments = ["train.py", "--lr=0", "--max-tokens=512", "--name", "", "--tokenizer", "bpe", "-v"]
    arguments += ["--n-tokens", "64", "--key-dim", "8", '{"key_dims": [8, 8], "lr": 0}', "a: b, c"]
    assert mask_command(arguments) == tuple(arguments)


def test_only_the_value_is_masked_in_a_longer_text() -> None:
    text = '{"lr": 0, "password": "a, b", "n": {"token": [1, "]"]}}, url=postgres://u:p@q@h/x@y'
    expected = '{"lr": 0, "password": "***", "n": {"token": ***}}, url=postgres://***@h/x@y'
    assert mask_text(text) == expected


def test_a_flag_after_a_flag_named_like_a_secret_is_kept() -> None:
    assert mask_command(["--use-token", "--lr", "1"]) == ("--use-token", "--lr", "1")


def test_homes_of_this_and_other_users_become_a_tilde() -> None:
    home = str(Path.home())
    texts = [f"{home}/data", home, "/home/ada/x", "/Users/ada/x", r"C:\Users\ada\x"]
    assert [mask_text(text) for text in texts] == ["~/data", "~", "~/x", "~/x", r"~\x"]


def test_a_longer_name_that_begins_like_the_home_is_kept() -> None:
    assert mask_text("/rooted/x") == "/rooted/x"


def test_the_host_name_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from cardgen.tracking import redaction

    monkeypatch.setattr(socket, "gethostname", lambda: "ada-laptop")
    redaction._host.cache_clear()
    try:
        assert mask_text("ssh ada-laptop:/x ada-laptops") == "ssh <host>:/x ada-laptops"
    finally:
        redaction._host.cache_clear()


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("token", 0, True),
        ("password", "", True),
        ("max_tokens", 512, False),
        ("auth_tokens", "abc", True),
        ("keypoints", 17, False),
        ("tokenizer", "bpe", False),
        ("secretName", "x", True),
        ("key_dim", 64, False),
        ("num_key_value_heads", "8", False),
        ("private_key_path", "/x", True),
        ("Authorization", "Token x", True),
    ],
)
def test_secret_names(name: str, value: str | float, *, expected: bool) -> None:
    assert is_secret_name(name, value) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://me:pw@example.org/a/b.git", "https://example.org/a/b.git"),
        ("https://ghp_abc@example.org/a.git?x=1#y", "https://example.org/a.git"),
        ("ssh://git@example.org:22/a.git", "ssh://example.org:22/a.git"),
        ("git@example.org:a/b.git", "example.org:a/b.git"),
        ("/home/ada/projects/a.git", "a.git"),
        ("file:///home/ada/a.git", "a.git"),
        ("../a.git", "a.git"),
    ],
)
def test_remotes_lose_user_password_and_local_folders(url: str, expected: str) -> None:
    assert strip_credentials(url) == expected


def test_the_login_name_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    from cardgen.tracking import redaction

    monkeypatch.setenv("LOGNAME", "alice")
    redaction._user.cache_clear()
    try:
        assert mask_text("--owner=alice --data=alices") == "--owner=<user> --data=alices"
    finally:
        redaction._user.cache_clear()
