// SPDX-License-Identifier: MIT
#include "tune_command.h"

#include <fstream>
#include <string_view>

namespace wlanmedic::app {
namespace {

constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./,+=:%@";

std::string quoted(const std::string& word) {
    if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + '\'';
}

}  // namespace

std::string command_line() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::string text = "wlanmedic";
    std::string word;
    for (bool first = true; std::getline(file, word, '\0'); first = false)
        if (!first) text += ' ' + quoted(word);
    return text;
}

}  // namespace wlanmedic::app
