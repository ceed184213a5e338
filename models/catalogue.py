"""The kinds of classifier, one list. Trained versions are in the registry."""

import inspect
from typing import Any

from lurewatch.errors import ConfigurationError
from models.experiments import Experiment
from models.indicator_rules import IndicatorRulesClassifier
from models.linear import LinearClassifier
from models.multilabel import MultiLabelClassifier
from models.stacked import MEMBERS, StackedClassifier
from models.transformer import TransformerClassifier

CLASSIFIERS: dict[str, type[MultiLabelClassifier]] = {
    "indicator_rules": IndicatorRulesClassifier,
    "linear": LinearClassifier,
    "stacked": StackedClassifier,
    "transformer": TransformerClassifier,
}
"""Name of the kind → estimator."""


def new_classifier(experiment: Experiment) -> MultiLabelClassifier:
    """The estimator of an experiment, not yet fitted.

    Raises:
        ConfigurationError: it has a parameter that its kind does not know.
    """
    made = CLASSIFIERS[experiment.kind]
    check_parameters(made, experiment.parameters, experiment.name)
    for member in experiment.parameters.get("members", []):
        given = {name: value for name, value in member.items() if name != "kind"}
        if member.get("kind") not in MEMBERS:
            raise ConfigurationError(f"{experiment.name}: a member has no known kind")
        check_parameters(CLASSIFIERS[member["kind"]], given, experiment.name)
    return made(**experiment.parameters)


def check_parameters(
    made: type[MultiLabelClassifier], parameters: dict[str, Any], name: str
) -> None:
    """Refuse a parameter that an estimator does not have.

    Raises:
        ConfigurationError: the message names those that it has.
    """
    known = [each for each in inspect.signature(made.__init__).parameters if each != "self"]
    for parameter in parameters:
        if parameter not in known:
            raise ConfigurationError(
                f"{name}: parameters.{parameter} is not known; known: {', '.join(known)}"
            )
