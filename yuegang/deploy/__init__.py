"""What turns the program into running nodes: servers, roles, keys, processes, backup."""
