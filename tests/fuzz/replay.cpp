// SPDX-License-Identifier: MIT
// Stands in for libFuzzer's main(): feeds each file of a folder to the target once, so that what
// fuzzing found stays a test with any compiler.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <print>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

int replay(const std::filesystem::path& folder) {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        // Said first, so that the one that crashes is known.
        std::println("{}", entry.path().filename().string());
        std::fflush(stdout);
        std::ifstream file{entry.path(), std::ios::binary};
        const std::string text{std::istreambuf_iterator<char>{file}, {}};
        LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        ++count;
    }
    std::println("{} inputs", count);
    return count > 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::println(stderr, "usage: {} FOLDER", argv[0]);
        return 2;
    }
    try {
        return replay(argv[1]);
    } catch (const std::exception& error) {
        std::println(stderr, "{}", error.what());
        return 1;
    }
}
