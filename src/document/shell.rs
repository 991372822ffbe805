//! Shell commands of RUN bodies and steps.
