"""The folders of ontology, data, shapes and queries: their files, the cache, and safe writing of folders."""
