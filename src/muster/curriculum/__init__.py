"""What is taught: courses, lesson plans in versions, materials, and who may teach them."""
