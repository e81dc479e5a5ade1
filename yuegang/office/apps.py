from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "yuegang.office"
    label = "office"
