// SPDX-License-Identifier: MIT
// Reads what only the tables of a profile hold: names of modules, paths, texts with names to fill in.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "config/table_reader.h"

namespace wlanmedic::driver {

class ProfileReader : public config::TableReader {
public:
    using TableReader::TableReader;

    std::string module(const char* key);  ///< required: name of a kernel module, or {module}
    std::string path(const char* key, std::initializer_list<std::string_view> roots);  ///< required: path template
    std::string templated(const char* key);  ///< required: text with names to fill in
};

}  // namespace wlanmedic::driver
