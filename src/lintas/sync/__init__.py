"""What nodes say to each other beside the acts: batches on a link, receipts, requests for what is missing."""
