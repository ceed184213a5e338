"""Collects job adverts and social posts: spiders walk, page objects read."""
