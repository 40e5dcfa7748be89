// SPDX-License-Identifier: MIT
// Reads a source tree and says where it breaks the rules of the house.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wlanmedic::architecture {

/// One line for each finding, "file:line: what is wrong"; nothing for a tree that keeps the rules:
/// every include in src/ and apps/ goes along the arrows, no files include each other in a circle,
/// every source file of the tree begins with its licence, and there are files to look at.
std::vector<std::string> check_tree(const std::filesystem::path& root);

}  // namespace wlanmedic::architecture
