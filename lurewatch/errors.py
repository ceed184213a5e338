"""The one error tree.

Every error that Lurewatch raises on purpose is a `LurewatchError` with a stable `code`.
HTTP status codes are given to them in `api/errors.py` and nowhere else; exit statuses in
`lurewatch/cli.py`. The message is for operators; a page shows a text of its own by `code`.
"""

from typing import Any


class LurewatchError(Exception):
    """Base of all errors raised on purpose."""

    code = "error"


# What the operator set up


class ConfigurationError(LurewatchError):
    """A setting, the sources file or the installation is wrong or incomplete."""

    code = "configuration"


# What came in


class InputError(LurewatchError):
    """An input (advert, line, file, form) cannot be used; the message says what to change."""

    code = "bad_input"


# Fetching


class FetchError(LurewatchError):
    """A URL could not be fetched."""

    code = "fetch_failed"


class AddressRefused(FetchError):
    """The URL, a name in it or a redirect leads to an address or scheme that is never fetched."""

    code = "address_refused"


class ResponseTooLarge(FetchError):
    """The response is over the size limit, before or after decompression."""

    code = "too_large"


class TooManyRedirects(FetchError):
    """More redirects than the limit."""

    code = "too_many_redirects"


class FetchTimeout(FetchError):
    """No full answer within the time limit."""

    code = "fetch_timeout"


class NotReadable(FetchError):
    """The answer is not a page that an advert can be read from."""

    code = "not_readable"


# Stored things


class NotFound(LurewatchError):
    """No stored record has this id."""

    code = "not_found"


class Conflict(LurewatchError):
    """The record is not in a state that allows this."""

    code = "conflict"


class EvidenceDamaged(LurewatchError):
    """An archived response is missing, cut off, or its bytes do not match their SHA-256."""

    code = "evidence_damaged"


# Models and training data


class ModelError(LurewatchError):
    """Base of errors about models and training data."""

    code = "model"


class ModelNotFound(ModelError):
    """No trained model has this id, or none is promoted."""

    code = "model_not_found"


class UntrustedArtefact(ModelError):
    """A model file was changed, or holds a type that is not on the trusted list."""

    code = "untrusted_artefact"


class FeaturesMismatch(ModelError):
    """A model was trained on another version of the features."""

    code = "features_mismatch"


class LeakingSplit(ModelError):
    """The same or nearly the same advert stands on both sides of a split."""

    code = "leaking_split"


class PromotionRefused(ModelError):
    """A gate keeps a version from being promoted."""

    code = "promotion_refused"

    def __init__(self, gates: list[dict[str, Any]]) -> None:
        """Make the error; its message has each gate that refuses with its first refusal.

        Args:
            gates: what every gate says: `name`, `refusals` (plain sentences) and `figures`.
        """
        told = []
        for gate in gates:
            first, *rest = gate["refusals"] or [""]
            more = f" (and {len(rest)} more)" if rest else ""
            told += [f"{gate['name']}: {first}{more}"] if first else []
        super().__init__(f"not promoted, nothing was changed. Refused by {'; '.join(told)}")
        self.gates = gates


# People and programs that call us


class NotAuthenticated(LurewatchError):
    """No API key, or one that is unknown or revoked."""

    code = "not_authenticated"


class NotAllowed(LurewatchError):
    """The API key's role does not allow this."""

    code = "not_allowed"


class RateLimited(LurewatchError):
    """Too many requests; try again later."""

    code = "rate_limited"
