// SPDX-License-Identifier: MIT
#include "evidence/trace_dat.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <vector>

#include "evidence/libtracecmd.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::string_view magic("\x17\x08\x44tracing", 10);
constexpr std::size_t written_at_once = 1U << 18;
constexpr std::size_t most_buffers = 64;
constexpr int in = 3;
constexpr int out = 4;

enum Ending : int { all_told = 0, not_opened = 3, not_written = 4, not_prepared = 5, not_to_the_end = 6 };

#if defined(__SANITIZE_ADDRESS__)
constexpr bool address_sanitizer = true;
#elif defined(__has_feature)
constexpr bool address_sanitizer = __has_feature(address_sanitizer);
#else
constexpr bool address_sanitizer = false;
#endif

// --- in the child -----------------------------------------------------------------------------------------------

bool set_limit(decltype(RLIMIT_AS) of, std::uint64_t most, std::uint64_t beyond = 0) {
    const rlimit limit{.rlim_cur = most, .rlim_max = most + beyond};
    return ::setrlimit(of, &limit) == 0;
}

std::uint64_t address_space_now() {
    unsigned long long pages = 0;
    if (FILE* const file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%llu", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

bool prepare(int from, int to, const TraceLimits& limits) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    // Out of each other's way first.
    const int high_from = ::fcntl(from, F_DUPFD, 64);
    const int high_to = ::fcntl(to, F_DUPFD, 64);
    const int nothing = ::open("/dev/null", O_RDWR);
    if (high_from < 0 || high_to < 0 || nothing < 0) return false;
    // The library prints what it does not like.
    for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::dup2(nothing, standard) < 0) return false;
    if (::dup2(high_from, in) < 0 || ::dup2(high_to, out) < 0) return false;
    ::close_range(out + 1, ~0U, 0);
    if (::lseek(in, 0, SEEK_SET) != 0) return false;
    for (const int signal : {SIGALRM, SIGXCPU, SIGXFSZ, SIGSEGV, SIGBUS, SIGABRT}) std::signal(signal, SIG_DFL);
    const itimerval wall{.it_interval = {}, .it_value = {.tv_sec = limits.wall.count(), .tv_usec = 0}};
    if (::setitimer(ITIMER_REAL, &wall, nullptr) != 0) return false;
    if (!address_sanitizer && !set_limit(RLIMIT_AS, address_space_now() + limits.memory)) return false;
    // At the hard limit the kernel kills with SIGKILL, before it looks at the other one (check_process_timers()).
    constexpr std::uint64_t a_second_more = 1;
    return set_limit(RLIMIT_CORE, 0) && set_limit(RLIMIT_FSIZE, limits.text) &&
           set_limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.processor.count()), a_second_more);
}

struct Output {
    std::string text;
    trace_seq line;
    bool good = true;

    void flush() {
        std::string_view rest = text;
        while (!rest.empty() && good) {
            const ssize_t written = ::write(out, rest.data(), rest.size());
            if (written < 0 && errno == EINTR) continue;
            good = written > 0;
            if (good) rest.remove_prefix(static_cast<std::size_t>(written));
        }
        text.clear();
    }
};

// tracecmd/trace-read.c, trace_show_data().
int tell(tracecmd_input* handle, tep_record* record, int cpu, void* data) {
    Output& output = *static_cast<Output*>(data);
    tep_handle* const tep = ::tracecmd_get_tep(handle);
    if (record->missed_events > 0)
        output.text += fmt::format("CPU:{} [{} EVENTS DROPPED]\n", cpu, record->missed_events);
    else if (record->missed_events < 0)
        output.text += fmt::format("CPU:{} [EVENTS DROPPED]\n", cpu);
    const auto add = [&](const char* format, auto... what) {
        ::trace_seq_reset(&output.line);
        ::tep_print_event(tep, &output.line, record, format, what...);
        output.text.append(output.line.buffer, output.line.len);
    };
    add("%16s-%-5d [%03d] ", TEP_PRINT_COMM, TEP_PRINT_PID, TEP_PRINT_CPU);
    add("%6.1000d: ", TEP_PRINT_TIME);
    const std::size_t name_at = output.text.size();
    add("%s:", TEP_PRINT_NAME);
    constexpr std::size_t column = 22;
    const std::size_t width = output.text.size() - name_at;
    output.text.append(width < column ? column - width : 1, ' ');
    const std::size_t told_at = output.text.size();
    add("%s", TEP_PRINT_INFO);
    // One event, one line.
    for (std::size_t i = told_at; i < output.text.size(); ++i)
        if (output.text[i] == '\n') output.text[i] = ' ';
    output.text += '\n';
    if (output.text.size() >= written_at_once) output.flush();
    return output.good ? 0 : -1;
}

int tell_all() {
    ::tracecmd_set_loglevel(TEP_LOG_NONE);
    ::tep_set_loglevel(TEP_LOG_NONE);
    tracecmd_input* const top = ::tracecmd_open_fd(in, tracecmd_without_plugins);
    if (top == nullptr) return not_opened;
    std::vector<tracecmd_input*> handles{top};
    const int buffers = ::tracecmd_buffer_instances(top);
    for (int i = 0; i < buffers && handles.size() < most_buffers; ++i)
        if (tracecmd_input* const buffer = ::tracecmd_buffer_instance_handle(top, i)) handles.push_back(buffer);
    Output output;
    ::trace_seq_init(&output.line);
    const int told =
        ::tracecmd_iterate_events_multi(handles.data(), static_cast<int>(handles.size()), tell, &output);
    output.flush();
    if (!output.good) return not_written;
    return told < 0 ? not_to_the_end : all_told;
}

// --- in the parent ----------------------------------------------------------------------------------------------

std::string ending_of(int status, const TraceLimits& limits) {
    if (WIFSIGNALED(status)) {
        switch (WTERMSIG(status)) {
            case SIGXCPU:
                return fmt::format("libtracecmd did not come to an end within {} s of the processor's time",
                                   limits.processor.count());
            case SIGALRM:
                return fmt::format("libtracecmd did not come to an end within {} s", limits.wall.count());
            case SIGXFSZ: return "there is more in it than may be written";
            default: return fmt::format("libtracecmd crashed on it (signal {})", WTERMSIG(status));
        }
    }
    switch (WEXITSTATUS(status)) {
        case not_opened: return "libtracecmd cannot open it: it is damaged, or of a newer format";
        case not_to_the_end: return "libtracecmd could not read it to its end";
        case not_written: return "there is no room for its text";
        default: return fmt::format("libtracecmd ended with status {}", WEXITSTATUS(status));
    }
}

}  // namespace

bool is_trace_dat(std::string_view beginning) { return beginning.starts_with(magic); }

wifi::Result<TraceText> write_trace_text(int from, int to, const TraceLimits& limits) {
    const pid_t child = ::fork();
    if (child < 0)
        return std::unexpected(wifi::Error{
            .what = fmt::format("no process to read a trace with: {}", std::strerror(errno)), .hint = {}});
    if (child == 0) {
        int ending = not_prepared;
        try {
            if (prepare(from, to, limits)) ending = tell_all();
        } catch (...) {  // no memory
            ending = not_prepared;
        }
        ::_exit(ending);
    }
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return std::unexpected(wifi::Error{.what = std::strerror(errno), .hint = {}});
    struct stat written{};
    if (::fstat(to, &written) != 0) return std::unexpected(wifi::Error{.what = std::strerror(errno), .hint = {}});
    TraceText text{.size = static_cast<std::uint64_t>(written.st_size)};
    if (status == all_told) return text;
    std::string why = ending_of(status, limits);
    if (text.size == 0)
        return std::unexpected(wifi::Error{.what = "a trace of trace-cmd: " + why,
                                           .hint = "give the text that 'trace-cmd report' prints of it"});
    text.remark = why + "; what it told before that is here";
    return text;
}

}  // namespace wlanmedic::evidence
