"""What the readers of word-processor files share: paragraphs and tables with their looks,
and the rules that make headings, lists, boxes and tables of them."""
