// SPDX-License-Identifier: MIT
#include "config/toml_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <utility>

namespace wlanmedic::config {

wifi::Result<std::string> read_toml_file(const std::string& path, std::string_view what, std::size_t most) {
    errno = 0;
    std::ifstream stream(path, std::ios::binary);
    std::string text(most + 1, '\0');
    if (stream) stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!stream.eof()) {
        const auto too_long = stream && static_cast<std::size_t>(stream.gcount()) > most;
        return std::unexpected(
            wifi::Error{too_long ? fmt::format("{} is longer than {} bytes", what, most)
                                 : fmt::format("{} cannot be read: {}", what,
                                               std::generic_category().message(errno != 0 ? errno : EIO)),
                        path, 0, 0, "Mend the file, or take it out of the directory."});
    }
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

wifi::Result<std::vector<TomlFile>> read_toml_directory(const std::filesystem::path& directory,
                                                        std::string_view what, std::size_t most) {
    std::error_code failed;
    std::vector<std::filesystem::path> paths;
    for (std::filesystem::directory_iterator entry(directory, failed), end; !failed && entry != end;
         entry.increment(failed)) {
        if (entry->path().extension() == ".toml") paths.push_back(entry->path());
    }
    if (failed) {
        return std::unexpected(
            wifi::Error{fmt::format("directory of {} files cannot be read: {}", what, failed.message()),
                        directory.string(), 0, 0, "Give a directory of .toml files that you may read."});
    }
    std::ranges::sort(paths);

    std::vector<TomlFile> files;
    for (const auto& path : paths) {
        auto text = read_toml_file(path.string(), what, most);
        if (!text) return std::unexpected(text.error());
        files.push_back({path.string(), *std::move(text)});
    }
    return files;
}

}  // namespace wlanmedic::config
