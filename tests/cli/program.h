// SPDX-License-Identifier: MIT
// Runs the real program, as a shell would, and says what came of it.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::test {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;  // memory is no measure then, and time hardly one
#else
inline constexpr bool sanitized = false;
#endif

/// A directory of its own that goes with the test.
class Directory {
public:
    Directory();
    ~Directory();
    Directory(const Directory&) = delete;
    Directory& operator=(const Directory&) = delete;

    std::string path(std::string_view name = "") const { return (path_ / name).string(); }
    /// Writes a file; its path.
    std::string file(std::string_view name, std::string_view bytes) const;

private:
    std::filesystem::path path_;
};

struct Call {
    std::vector<std::string> arguments;
    std::string input;        ///< fed to standard input
    bool no_reader = false;   ///< standard output is a pipe that nobody reads
    std::string output_file;  ///< standard output goes there, and is not read back
    unsigned as_user = 0;     ///< not 0: the user that the program is run as, where the test runs as root
};

struct Outcome {
    int status = -1;  ///< exit status; -1 where a signal ended it
    int signal = 0;
    std::string out;
    std::string err;
    long peak_kib = 0;  ///< resident; at least that of the test itself when it started the program
};

Outcome run(const Call& call);
inline Outcome run(std::vector<std::string> arguments) { return run(Call{.arguments = std::move(arguments)}); }

/// `explain --format json`, and `explain -v`, of these paths. Whatever the bytes are: no signal, no status that is
/// not documented, JSON of printable ASCII without markup that parses, text without control characters.
struct Explained {
    Outcome json;
    Outcome text;
    nlohmann::json document;  ///< null where there is no report
};
Explained explain(const std::vector<std::string>& paths, const std::string& input = "");
/// The same for one file of these bytes.
Explained explain_bytes(std::string_view bytes);

void expect_safe_for_terminal(std::string_view text);
void expect_safe_json(std::string_view json);

std::filesystem::path golden();

}  // namespace wlanmedic::test
