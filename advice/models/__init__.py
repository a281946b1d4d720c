"""What the board advises, on which topics, and what the centre makes of it."""

from advice.models.advice import Advice
from advice.models.cooperation import Introduction
from advice.models.step import Step
from advice.models.topic import Topic
from advice.models.weighing import Weighing, Weight

__all__ = ["Advice", "Introduction", "Step", "Topic", "Weighing", "Weight"]
