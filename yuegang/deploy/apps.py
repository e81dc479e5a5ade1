"""Django registration of the deployment's commands and checks."""

from django.apps import AppConfig


class DeployConfig(AppConfig):
    """Name the deployment package to Django."""

    name = "yuegang.deploy"
    label = "deploy"
