"""What a script offers: annotations as East types, its functions, the files it depends on."""
