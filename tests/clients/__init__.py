"""The account pages of published storefronts, each as its own client: its headers, its methods, its operations."""
