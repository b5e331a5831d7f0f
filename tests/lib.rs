//! Builders of made-up people and records, shared by the tests.
