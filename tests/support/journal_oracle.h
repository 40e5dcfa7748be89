// SPDX-License-Identifier: MIT
// systemd's own programs make a journal of text and dress it in each of journalctl's outputs.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace wlanmedic::test {

/// Fields of one entry; those with bytes that are no text go as the Journal Export Format wants them.
using JournalFields = std::vector<std::pair<std::string, std::string>>;

inline std::string export_text(const std::vector<JournalFields>& entries) {
    std::string text;
    for (const JournalFields& entry : entries) {
        for (const auto& [name, value] : entry) {
            bool plain = true;
            for (const char c : value) plain = plain && (static_cast<unsigned char>(c) >= ' ' || c == '\t');
            if (plain) {
                text += fmt::format("{}={}\n", name, value);
                continue;
            }
            text += name + "\n";
            for (unsigned i = 0; i < 8; ++i) text += static_cast<char>(value.size() >> (8 * i) & 0xff);
            text += value + "\n";
        }
        text += "\n";
    }
    return text;
}

class JournalOracle {
public:
    explicit JournalOracle(const std::vector<JournalFields>& entries) {
        std::string name = (std::filesystem::temp_directory_path() / "wlanmedic-journal-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        directory_ = name;
        std::ofstream(directory_ / "in", std::ios::binary) << export_text(entries);
        made_ = run(fmt::format("/lib/systemd/systemd-journal-remote -o {} {} >/dev/null 2>&1", journal(),
                                (directory_ / "in").string()));
    }
    ~JournalOracle() {
        std::error_code error;
        std::filesystem::remove_all(directory_, error);
    }
    JournalOracle(const JournalOracle&) = delete;
    JournalOracle& operator=(const JournalOracle&) = delete;

    /// False where systemd-journal-remote is missing: a test must fail then.
    bool made() const { return made_; }
    std::string directory() const { return directory_.string(); }
    std::string journal() const { return (directory_ / "made.journal").string(); }

    /// A file with what `journalctl -o MODE` prints of it.
    std::string dressed(const std::string& mode, const std::string& more = "") const {
        const std::string path = (directory_ / ("dressed-" + mode)).string();
        if (!run(fmt::format("TZ=Europe/Berlin journalctl --file {} -o {} {} > {} 2>/dev/null", journal(), mode,
                             more, path)))
            throw std::runtime_error("journalctl failed");
        return path;
    }

private:
    static bool run(const std::string& command) {
        const int status = std::system(command.c_str());  // NOLINT(cert-env33-c): the test's own words
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

    std::filesystem::path directory_;
    bool made_ = false;
};

inline std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace wlanmedic::test
