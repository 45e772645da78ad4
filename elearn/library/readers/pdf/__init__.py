"""The reader of PDF documents: bookmarks, then tags, then contents pages, then looks."""
