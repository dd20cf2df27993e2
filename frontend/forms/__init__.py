"""Forms: what a page asks for, in the reader's words. Rules stand in the services; a form only reads and keeps."""
