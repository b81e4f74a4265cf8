"""How the GraphQL layer itself reads and speaks: Magento's sentences and Magento's patience, put on graphql-core."""
