"""What people and rooms are shown in the words of the templates: messages, pictures, pages to print, tables."""
