"""Django registration of the deployment's commands and checks."""

from django.apps import AppConfig
from django.core import checks

from yuegang.deploy.checks import CHECKS


class DeployConfig(AppConfig):
    """Name the deployment package to Django."""

    name = "yuegang.deploy"
    label = "deploy"

    def ready(self) -> None:
        """Register the checks of privileges and production."""
        for check in CHECKS:
            checks.register(check)
