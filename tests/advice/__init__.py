"""Tests of the core: values and laws."""
