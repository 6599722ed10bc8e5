"""How a dataset is parted, what a judgement costs, who is better than whom, and which configuration is best."""
