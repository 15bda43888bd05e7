//! Server functions: what forms send to. Each asks `desk` and answers with the next page.
