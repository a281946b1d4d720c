"""What somebody says about a task of theirs."""

from django import forms

from meetings.models import TaskComment


class RemarkForm(forms.Form):
    text = forms.CharField(
        required=False, max_length=TaskComment._meta.get_field("text").max_length
    )
