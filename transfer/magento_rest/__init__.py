"""Reading a running Magento 2 over its REST API."""
