"""The web: JSON routes, pages, and who may use them. Never crawls, trains or sends."""
