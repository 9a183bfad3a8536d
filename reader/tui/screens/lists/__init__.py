"""The screens beside library and story: speakers, problems, downloads, history."""
