// Templates, a lambda in the library, a destructor that runs while an exception flies.
#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

extern "C" {
#include "frames.h"
}

namespace shapes
{
template <class T, int N> struct box {
	T value;
	__attribute__((noinline)) int open(const std::vector<T> &all)
	{
		int sum = 0;
		std::for_each(all.begin(), all.end(), [&](const T &) {
			if (!sum)
				sum = marker() + N;
		});
		return sum;
	}
	__attribute__((noinline)) ~box()
	{
		std::vector<T> all(3);
		open(all);
	}
};
} // namespace shapes

__attribute__((noinline)) static void fly(int n)
{
	shapes::box<std::string, 7> box;
	if (n)
		throw std::runtime_error("flown");
}

int main(int argc, char **)
{
	try {
		fly(argc);
	} catch (const std::exception &) {
	}
	return 0;
}
