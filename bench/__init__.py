"""What the performance figures are measured with: a bare reference application beside ours."""
