"""Agenda, minutes and resolutions as PDF, each for what its reader may see."""
