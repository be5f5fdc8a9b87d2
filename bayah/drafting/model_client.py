"""Asking a language model behind an OpenAI-compatible address for claims in JSON.

Reads the settings (environment) and the answers of the address. Returns lists of claims, unchecked. Refuses settings
that name no address or model, and an address that does not answer as it should: its name and what to do are told, the
key never.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

import openai
from openai.types.chat import ChatCompletion

from bayah.model import BayahError

Unread = Literal["refused", "cut off", "no JSON"]
"""Why an answer gives no claims."""


class ModelError(BayahError):
    """The model cannot be asked, or does not answer; names the address and what to do, never the key."""


@dataclass(frozen=True)
class ModelSettings:
    """Where the model is and how it is asked. `timeout` is seconds for one answer, `retries` how often a request is
    made again after a fault that may pass, `part` the most characters of an article in one request."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    timeout: float = 120.0
    retries: int = 3
    part: int = 12_000

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https") or not urlsplit(self.url).hostname:
            raise ModelError(f"BAYAH_LLM_URL is no http address: '{self.address}'. Write for example "
                             "http://localhost:11434/v1")

    @property
    def address(self) -> str:
        """The address as it may be shown: without a password in it."""
        return self.url.rpartition("@")[2] if "@" in urlsplit(self.url).netloc else self.url


def read_settings(environment: Mapping[str, str] = os.environ) -> ModelSettings:
    """The settings that BAYAH_LLM_URL, BAYAH_LLM_MODEL and, if the address wants one, BAYAH_LLM_KEY give.

    Raises: ModelError naming what is not set.
    """
    if missing := [name for name in ("BAYAH_LLM_URL", "BAYAH_LLM_MODEL") if not environment.get(name)]:
        raise ModelError(f"The engine `model` needs {' and '.join(missing)} (docs/language-model.md)")
    return ModelSettings(environment["BAYAH_LLM_URL"], environment["BAYAH_LLM_MODEL"],
                         environment.get("BAYAH_LLM_KEY", ""))


class Unanswered(Exception):  # noqa: N818 (named after what it is)
    """An answer without claims, for this reason."""

    def __init__(self, reason: Unread) -> None:
        super().__init__(reason)
        self.reason: Unread = reason


class Model:
    """Asks the model; learns which forms of request the server does not know, and asks without them from then on."""

    def __init__(self, settings: ModelSettings, instructions: str, schema: Mapping[str, Any]) -> None:
        """`instructions` say what to do with a question; `schema` is the JSON Schema of an answer."""
        self.settings = settings
        self._instructions = instructions
        self._client = openai.OpenAI(base_url=settings.url, api_key=settings.key or "none", timeout=settings.timeout,
                                     max_retries=settings.retries)
        self._options: dict[str, Any] = {"temperature": 0, "seed": 1}
        self._forms: list[dict[str, Any]] = [
            {"response_format": {"type": "json_schema",
                                 "json_schema": {"name": "claims", "schema": schema, "strict": True}}},
            {"response_format": {"type": "json_object"}}, {}]

    def ask(self, question: str) -> list[Any]:
        """The claims of an answer, unchecked.

        Raises: ModelError when the address gives none; Unanswered when it gives one that is of no use.
        """
        answer = self._completed(question)
        if not isinstance(answer, ChatCompletion) or not answer.choices:
            raise Unanswered("no JSON")
        choice = answer.choices[0]
        if choice.message.refusal or choice.finish_reason == "content_filter":
            raise Unanswered("refused")
        if choice.finish_reason == "length":
            raise Unanswered("cut off")
        return _claims_of(choice.message.content or "")

    def _completed(self, question: str) -> object:
        """What the server answered; the library checks that it is JSON, but not what is in it."""
        messages: Any = [{"role": "system", "content": self._instructions}, {"role": "user", "content": question}]
        while True:
            try:
                return self._client.chat.completions.create(
                    model=self.settings.model, messages=messages, **self._options, **self._forms[0])
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                self._ask_for_less(error)
            except openai.OpenAIError as error:
                raise self._error(error) from None
            except ValueError as error:
                raise ModelError(f"{self.settings.address} gave no answer of an OpenAI-compatible server. Check "
                                 "BAYAH_LLM_URL: it usually ends in /v1") from error

    def _ask_for_less(self, error: openai.APIStatusError) -> None:
        """Leave out what the server says it does not know, else the form of the answer; when all is out, fail."""
        told = error.message.casefold()
        if unknown := next((option for option in self._options if option in told), ""):
            del self._options[unknown]
        elif len(self._forms) > 1:
            del self._forms[0]
        else:
            raise self._error(error) from None

    def _error(self, error: openai.OpenAIError) -> ModelError:
        status = error.status_code if isinstance(error, openai.APIStatusError) else 0
        todo = {401: "Check BAYAH_LLM_KEY", 403: "Check BAYAH_LLM_KEY and what it may use",
                404: "Check BAYAH_LLM_URL (it usually ends in /v1) and BAYAH_LLM_MODEL",
                429: "Wait, or ask for a higher limit; what is drafted already is kept"}
        if status:
            told = self._shown(str(error)).removeprefix(f"Error code: {status} - ")
            what = f"answered HTTP {status}: {told}"
        elif isinstance(error, openai.APITimeoutError):
            what = f"did not answer within {self.settings.timeout:g} seconds"
        elif isinstance(error, openai.APIConnectionError):
            what = "cannot be reached"
        else:
            what = f"gave no answer of an OpenAI-compatible server ({type(error).__name__})"
        return ModelError(f"{self.settings.address} {what}. {todo.get(status, 'Check that the server runs')}")

    def _shown(self, told: str) -> str:
        """What a server said, on one line, short, and without the key, should it have sent it back."""
        key = self.settings.key
        return " ".join((told.replace(key, "***") if key else told).split())[:200]


def _claims_of(content: str) -> list[Any]:
    """The list of claims in an answer, also where the JSON stands in a fence or between words."""
    start, end = content.find("{"), content.rfind("}")
    try:
        answer = json.loads(content[start:end + 1]) if start >= 0 else None
    except (ValueError, RecursionError):
        answer = None
    claims = answer.get("claims") if isinstance(answer, dict) else None
    if not isinstance(claims, list):
        raise Unanswered("no JSON")
    return claims
